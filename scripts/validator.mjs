// Makes the check of a user's configuration, as code, from schema/config.schema.json.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';

const schema = new URL('../schema/config.schema.json', import.meta.url);

/** The source text of the module `virtual:validate-config`; its types are in src/config/validate-config.d.ts. */
export function validatorCode() {
  const ajv = new Ajv({
    allErrors: true,
    allowUnionTypes: true,
    code: { esm: true, source: true },
    strict: true,
    useDefaults: true,
    verbose: true,
  });
  // For editors: those that follow VS Code accept what vimtrace accepts.
  for (const keyword of ['allowComments', 'allowTrailingCommas']) ajv.addKeyword(keyword);
  return standaloneCode.default(ajv, ajv.compile(JSON.parse(readFileSync(schema, 'utf8'))));
}
