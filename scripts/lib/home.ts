// Where the project lives. THE ONE PLACE TO CHANGE before the first release, and whenever it moves: put the
// real address here, and run `pnpm tsx scripts/manifests.ts`. `repository`, `homepage` and `bugs` of every
// manifest, and the links of the READMEs, are derived from it; a test (scripts/test/manifests.test.ts) holds
// them to it.

export const home = 'https://github.com/acoro-dev/acoro'

/** The page of a file or folder of the repository, `path` from its top. */
export function pageOf(path: string, isFolder: boolean): string {
  return `${home}/${isFolder ? 'tree' : 'blob'}/main/${path}`
}
