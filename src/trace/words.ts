/** The lines that are no calls: signals, ends, and what the tracer says of itself. */
import type { Head, Line } from './line.ts';

const note: Line = { kind: 'note' };
const other: Line = { kind: 'other' };

/** `text` begins with `--- `. */
export function readSignal(text: string, head: Head): Line {
  const [, signal, info = ''] = /^--- (SIG\w+|RT_\d+)(?: (\{.*\}|\(.*\)))? ---$/s.exec(text) ?? [];
  if (signal !== undefined) return { kind: 'signal', ...head, signal, info };
  return /^--- (?:stopped by|Called exec)/.test(text) ? note : readNote(text);
}

/** `text` begins with `+++ `. */
export function readEnd(text: string, head: Head): Line {
  // strace: "exited with 1"; ltrace: "exited (status 1)".
  const [, code] = /^\+\+\+ exited (?:with |\(status )(\d+)\)? \+\+\+$/.exec(text) ?? [];
  if (code !== undefined) return { kind: 'end', ...head, end: { by: 'exit', code: Number(code) } };
  const [, signal] = /^\+\+\+ killed by (\w+)(?: \(core dumped\))? \+\+\+$/.exec(text) ?? [];
  if (signal !== undefined) return { kind: 'end', ...head, end: { by: 'signal', signal } };
  const [, by] = /^\+\+\+ superseded by execve in pid (\d+)(?:<.*>)? \+\+\+$/.exec(text) ?? [];
  if (by !== undefined) return { kind: 'end', ...head, end: { by: 'execve', pid: Number(by) } };
  return other;
}

/** What strace and ltrace say of themselves, and the table of -C. The table may lack its column of time. */
const notes =
  /^(?:strace: |ltrace: |% time |-{6} |System call usage summary|<unfinished \.\.\.>$|(?:\d+\.\d\d +)?\d+\.\d+ +\d+ +\d+ (?: *\d+)? *\w+$)/;

/** `text` is a line without its columns. */
export function readNote(text: string): Line {
  return text === '' || notes.test(text) ? note : other;
}
