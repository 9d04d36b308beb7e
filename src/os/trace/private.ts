/** Makes files and directories for their owner alone. */
import {
  chmodSync,
  closeSync,
  fchmodSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';

/** Create the file `path` with `text`, mode 0600. Throws like open(2), EEXIST if there is such a file, and write(2). */
export function makeFile(path: string, text: string): void {
  const fd = openSync(path, 'wx', 0o600);
  try {
    // A umask such as 0277 takes rights from the owner too.
    fchmodSync(fd, 0o600);
    writeFileSync(fd, text);
  } finally {
    closeSync(fd);
  }
}

/** mkdir(2) with mode 0700, whatever the umask is: nothing could be made below a directory without rights. */
export function makeDirectory(path: string): void {
  mkdirSync(path, 0o700);
  chmodSync(path, 0o700);
}

/** Let the owner alone read the trace at `path`, a file or a directory of files. Throws like chmod(2). */
export function closeToOthers(path: string): void {
  if (lstatSync(path).isDirectory()) {
    chmodSync(path, 0o700);
    for (const file of readdirSync(path)) chmodSync(`${path}/${file}`, 0o600);
  } else chmodSync(path, 0o600);
}
