/** Written by the build from schemas/ (esbuild.mjs). */
declare module '#validators' {
  interface SchemaError { instancePath: string; keyword: string; params: Record<string, unknown> }
  interface Validator { (data: unknown): boolean; errors?: SchemaError[] | null }
  export const validators: Record<string, Validator>;
}
declare module '#schemas' {
  const schemas: Record<string, unknown>[];
  export default schemas;
}
