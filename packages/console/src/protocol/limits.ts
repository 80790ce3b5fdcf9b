/** Numbers that the server, the page and the command line agree on. */

/** The version of the shapes in this folder. A page of another version says so instead of guessing. */
export const PROTOCOL_VERSION = 1

/**
 * The header that carries the token. A header of our own also makes browsers ask before a foreign page may
 * send it.
 */
export const TOKEN_HEADER = 'x-acoro-token'

/** The rows of each list in a `State`. The page asks for more as it scrolls. */
export const FIRST_ROWS = 20

/** The most rows of one answer. */
export const MOST_ROWS = 500

/**
 * A `watch` ends after so many ms, and the viewer asks again. So the program stops telling about itself soon
 * after a viewer has gone, even if its connection died without a word.
 */
export const WATCH_TIME = 10_000
