/** The addresses of sockets. */

/** The address in the arguments of connect and its like: 127.0.0.1:80, [::1]:80, /run/socket, @abstract. */
export function addressIn(args: string): string {
  const [, port = ''] = /htons\((\d+)\)/.exec(args) ?? [];
  const [, four] = /inet_addr\("([\d.]+)"\)/.exec(args) ?? [];
  if (four !== undefined) return `${four}:${port}`;
  const [, six] = /inet_pton\(AF_INET6, "([0-9a-f:.]+)"/.exec(args) ?? [];
  if (six !== undefined) return `[${six}]:${port}`;
  const [, path] = /sun_path=(@?"(?:[^"\\]|\\.)*")/.exec(args) ?? [];
  if (path !== undefined) return path.replaceAll('"', '');
  const [, netlink] = /nl_pid=(\d+)/.exec(args) ?? [];
  return netlink === undefined ? '' : `pid ${netlink}`;
}
