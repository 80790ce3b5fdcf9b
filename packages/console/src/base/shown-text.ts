/**
 * Makes a text safe to show, in a page and in a terminal.
 *
 * Names and descriptions of tasks are written by users of the program, sometimes from what strangers sent.
 * A control character can rewrite a terminal, and a bidirectional one can make a name read as another.
 */

import { MOST_TEXT } from './most-text.ts'

/**
 * C0 and C1 controls with DEL, the soft hyphen, marks and isolates of direction, zero-width and other
 * invisible characters, separators of lines, tags, and halves of surrogate pairs.
 */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each is looked for alone
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff]|\u034f|[\u{e0000}-\u{e0fff}]|\p{Cs}/gu

/** The text with every unsafe character written as an escape, and cut if it is long. */
export function shownText(text: string): string {
  return escapedText(cutText(text))
}

/** A text longer than `MOST_TEXT` is cut, and says how long it was. */
export function cutText(text: string): string {
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)}… (${text.length} characters)`
}

/** The text with every unsafe character written as an escape, as in `\u{1b}`. */
export function escapedText(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}
