/** One of our files cannot be read or written. `message` is one line: which file, and why. */
export class DiskError extends Error {
  override readonly name = 'DiskError'
}

/** In a few words, why a file operation failed. */
export function why(error: unknown): string {
  if (isCode(error, 'ENOENT')) return 'there is no such file or folder'
  if (isCode(error, 'EACCES')) return 'permission denied'
  if (isCode(error, 'EROFS')) return 'it is on a disk that cannot be written to'
  if (isCode(error, 'EISDIR')) return 'it is a folder'
  if (isCode(error, 'ENOTDIR')) return 'a part of its path is a file'
  if (isCode(error, 'ENOSPC')) return 'the disk is full'
  if (isCode(error, 'EDQUOT')) return 'the quota of the disk is used up'
  if (isCode(error, 'ELOOP')) return 'its symbolic links lead to one another'
  if (isCode(error, 'EPIPE')) return 'what read from it has ended'
  return error instanceof Error ? error.message.split('\n')[0]! : String(error)
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
