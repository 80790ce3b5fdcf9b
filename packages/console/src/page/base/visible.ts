/**
 * The server makes every text safe to show and cuts it. The page does not rely on that: a text that comes
 * another way is made safe here. What is safe stays as it is.
 */

import { escapedText } from '../../base/shown-text.ts'

/** More than the server's cut of 200 characters, each of them an escape. */
const MOST = 2500

export function visible(text: string): string {
  if (text.length <= MOST) return escapedText(text)
  // Cut first: to escape a text of megabytes takes long.
  return `${escapedText(text.slice(0, MOST))}… (${text.length} characters)`
}
