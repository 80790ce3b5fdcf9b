/** Below which path the site lies on its server: begins and ends with a slash. */
export const base: string = process.env.ACORO_DOCS_BASE ?? '/acoro/'
