/** node:util's parseArgs, loaded at its first use: most command lines have no options for vimtrace. */
export const parser = () => process.getBuiltinModule('node:util').parseArgs;
