/** The command that opens the file of a recorded run. */

import { shortened } from './place.ts'

/**
 * With the package named, because a project may not have it, and `npx acoro` alone would fetch something
 * else.
 */
export function openCommand(file: string): string {
  const path = shortened(file)
  return `npx -p @acoro/console acoro open ${/^[\w./\\:@-]+$/.test(path) ? path : JSON.stringify(path)}`
}
