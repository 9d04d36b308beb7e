// The check of a user's configuration, as code: made from schema/config.schema.json, its definition.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';

const schema = new URL('../schema/config.schema.json', import.meta.url);

/** The module `virtual:validate-config`, whose types are in src/validate-config.d.ts. */
export function validatorCode() {
  const ajv = new Ajv({
    allErrors: true,
    allowUnionTypes: true,
    code: { esm: true, source: true },
    strict: true,
    useDefaults: true,
    verbose: true,
  });
  return standaloneCode.default(ajv, ajv.compile(JSON.parse(readFileSync(schema, 'utf8'))));
}
