export function compileText(text: string, params: Record<string, string>): string;
export function compileCatalogue(catalogue: Record<string, string>): Map<string, string>;
