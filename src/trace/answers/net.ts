/** net: each socket, whom it spoke with, and how many bytes went each way. */
import { addressIn } from '../address.ts';
import { type Description, Descriptors } from '../descriptors.ts';
import type { Answer, Fact } from '../facts.ts';
import type { Call } from '../line.ts';
import type { Process } from '../processes.ts';
import { numberOf, resultOf } from '../result.ts';

export type NetRow = {
  readonly fd: number;
  readonly pid: number;
  /** AF_INET, AF_UNIX, … as socket(2) has it. */
  readonly family: string;
  readonly local: string;
  readonly peer: string;
  /** connected, listening, accepted, or the error of the last call that made a connection; empty if none was made. */
  readonly result: string;
  /** Bytes. */
  readonly sent: number;
  readonly received: number;
  readonly line: number;
};

type Entry = { -readonly [Field in keyof NetRow]: NetRow[Field] };

const sends = new Set(['sendto', 'sendmsg', 'write', 'writev', 'send', 'sendfile', 'splice']);
const receives = new Set(['recvfrom', 'recvmsg', 'read', 'readv', 'recv']);
const connections = new Set([
  'connect',
  'bind',
  'listen',
  'getsockname',
  'getpeername',
  'getsockopt',
]);

export class Net implements Answer<NetRow> {
  /** By what was opened, so that a dup and a child's copy count for the same socket. */
  readonly #sockets = new Map<Description, Entry>();
  readonly #descriptors = new Descriptors();

  see(fact: Fact): undefined {
    const process = this.#descriptors.see(fact);
    if (fact.kind !== 'call') return;
    if (fact.name === 'socket' || fact.name === 'accept' || fact.name === 'accept4')
      this.#make(process, fact);
    else if (connections.has(fact.name)) this.#connect(process, fact);
    else if (sends.has(fact.name)) this.#count(process, fact, 'sent');
    else if (receives.has(fact.name)) this.#count(process, fact, 'received');
  }

  rows(): Iterable<NetRow> {
    return this.#sockets.values();
  }

  #entry(process: Process, args: string): Entry | undefined {
    if (this.#sockets.size === 0) return undefined;
    const description = this.#descriptors.of(process, Number.parseInt(args, 10));
    return description === undefined ? undefined : this.#sockets.get(description);
  }

  #make(process: Process, call: Call): void {
    const fd = numberOf(call.tail);
    const description = fd === undefined ? undefined : this.#descriptors.of(process, fd);
    if (fd === undefined || description === undefined) return;
    const listening = call.name === 'socket' ? undefined : this.#entry(process, call.args);
    // -yy: "TCP:[127.0.0.1:1->127.0.0.1:2]".
    const [, local = '', peer = ''] = /:\[(.*)->(.*)\]$/.exec(resultOf(call.tail).annotation) ?? [];
    this.#sockets.set(description, {
      fd,
      pid: call.pid,
      family:
        listening?.family ??
        (/sa_family=(\w+)/.exec(call.args)?.[1] || /^\w+/.exec(call.args)?.[0] || ''),
      local: local || (listening?.local ?? ''),
      peer: call.name === 'socket' ? '' : addressIn(call.args) || peer,
      result: call.name === 'socket' ? '' : 'accepted',
      sent: 0,
      received: 0,
      line: call.line,
    });
  }

  #connect(process: Process, call: Call): void {
    const socket = this.#entry(process, call.args);
    if (socket === undefined) return;
    const { errno } = call;
    switch (call.name) {
      case 'connect':
        socket.peer = addressIn(call.args);
        socket.result = errno || 'connected';
        return;
      case 'listen':
        socket.result = errno || 'listening';
        return;
      case 'bind':
        socket.local = addressIn(call.args);
        if (errno !== '') socket.result = errno;
        return;
      case 'getsockname':
        if (errno === '') socket.local = addressIn(call.args) || socket.local;
        return;
      case 'getpeername':
        if (errno === '') socket.peer = addressIn(call.args) || socket.peer;
        return;
      case 'getsockopt': {
        // How a connect that returned EINPROGRESS ended.
        const [, error] = /SO_ERROR, \[(\w+)\]/.exec(call.args) ?? [];
        if (error !== undefined && socket.result === 'EINPROGRESS')
          socket.result = error === '0' ? 'connected' : error;
      }
    }
  }

  #count(process: Process, call: Call, way: 'sent' | 'received'): void {
    const socket = this.#entry(process, call.args);
    if (socket !== undefined) socket[way] += numberOf(call.tail) ?? 0;
  }
}
