// Where the project lives. The one place: what manifests and READMEs say of it is derived from here by
// scripts/manifests.ts, which has to be run again when it changes.

export const home = 'https://github.com/acoro-dev/acoro'

/** The page of a file or folder of the repository, `path` from its top. */
export function pageOf(path: string, isFolder: boolean): string {
  return `${home}/${isFolder ? 'tree' : 'blob'}/main/${path}`
}
