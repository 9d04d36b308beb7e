/** The command lines of README.md and README.zh-CN.md. */
import { readFileSync } from 'node:fs';

/** The lines of the blocks of shell code, without comments. */
export const blockLines = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, code = '']) =>
    code.split('\n').filter((line) => line !== '' && !line.startsWith('#')),
  );

/** The commands in running text that can be typed as they are. */
export const inlineLines = (file: string): readonly string[] => [
  ...new Set(
    [
      ...readFileSync(file, 'utf8')
        .replaceAll(/^```[\s\S]*?^```$/gm, '')
        .matchAll(/`([^`\n]+)`/g),
    ]
      .map(([, code = '']) => code)
      .filter((code) => /^(vimtrace|npm|sh) (?!.*[A-Z]{3})/.test(code)),
  ),
];
