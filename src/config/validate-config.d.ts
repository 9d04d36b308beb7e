/** scripts/validator.mjs generates this module from schema/config.schema.json. */
declare module 'virtual:validate-config' {
  import type { DefinedError } from 'ajv';

  type ConfigFile = import('./text.ts').ConfigFile;
  /** Whether the value matches the schema; also fills in the schema's defaults. */
  const validate: {
    (value: unknown): value is ConfigFile;
    readonly errors?: readonly DefinedError[] | null;
  };
  export default validate;
}
