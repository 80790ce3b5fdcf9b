// How much a program may do. It may have come by a link, so all of these hold against people who mean ill,
// too.

/** Characters of a linked program's text in the address, and unpacked. */
export const LINK = 32_768
export const UNPACKED = 131_072
/** From this length on the address is told to be long: some mail programs cut such addresses. */
export const LONG_LINK = 8192
/** Files of a program, and characters of a file's name. */
export const FILES = 32
export const NAME = 64
/** Lines that are shown, and characters of each. */
export const LINES = 1000
export const LINE = 2000
/** Events that the timeline knows of. */
export const EVENTS = 2000
/** How often the virtual clock goes on to the next timer. */
export const TURNS = 20_000
/** Messages that a program may cause; ours come in bundles. */
export const MESSAGES = 50_000
/** A program that does not answer for so long (ms) is ended. */
export const SILENCE = 3000
