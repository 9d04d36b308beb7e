/** Made from schema/config.schema.json by scripts/validator.mjs. */
declare module 'virtual:validate-config' {
  import type { DefinedError } from 'ajv';

  type ConfigFile = import('./text.ts').ConfigFile;
  /** Whether it is as the schema has it; fills in what that has defaults for. */
  const validate: {
    (value: unknown): value is ConfigFile;
    readonly errors?: readonly DefinedError[] | null;
  };
  export default validate;
}
