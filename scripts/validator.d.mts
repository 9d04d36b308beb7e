export function validatorCode(): string;
