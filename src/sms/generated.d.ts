/** Written by the build from schemas/ and l10n/ (esbuild.mjs). */
declare module '#validators' {
  interface SchemaError { instancePath: string; keyword: string; params: Record<string, unknown> }
  interface Validator { (data: unknown): boolean; errors?: SchemaError[] | null }
  export const validators: Record<string, Validator>;
}
declare module '#schemas' {
  const schemas: Record<string, unknown>[];
  export default schemas;
}
declare module '#languages' {
  const languages: Record<string, Record<string, string>>;
  export default languages;
}
