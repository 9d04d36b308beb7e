/** node:util's parseArgs, loaded by its first use: most command lines have no options for us. */
export const parser = () => process.getBuiltinModule('node:util').parseArgs;
