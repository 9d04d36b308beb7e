/** --print-config: the settings in force, each with its value and its origin. */
import { realpathSync } from 'node:fs';
import type { Layout } from '../cli/layout.ts';
import { pagerMissing } from '../cli/messages.ts';
import { choosePager } from '../cli/pagers/choose.ts';
import { type ConfigPlace, inForce } from '../cli/print-config.ts';
import type { Settings } from '../cli/settings.ts';
import { configFile, configPath } from '../os/config-file.ts';
import { find } from '../os/process/find.ts';

/** The text to print. `root` is the package's directory; `fail` ends vimtrace if there is no such pager. */
export function printConfig(
  settings: Settings,
  root: string,
  layout: Layout,
  fail: (text: string) => never,
): string {
  const { env } = process;
  const exists = (program: string): boolean => find(program, env['PATH']) === 'executable';
  const choice = choosePager(settings.pager, env['PAGER'], exists);
  if (choice.kind === 'missing') fail(pagerMissing(choice.pager, choice.program));
  const schema = `${realpathSync(root)}/schema/config.schema.json`;
  return inForce(settings, choice, placeOfConfig(env), schema, layout);
}

/** The path of the configuration file, and whether there is one. */
function placeOfConfig(env: NodeJS.ProcessEnv): ConfigPlace {
  const path = configPath(env);
  if (path === undefined) return { is: 'nowhere' };
  return { is: configFile(env) === undefined ? 'missing' : 'read', path };
}
