/**
 * The layout of a recording.
 *
 *   file:   MAGIC, version (1 byte), length (count) of the header, header (JSON), its check sum (4 bytes), chunks
 *   chunk:  MARK, length of the body (4 bytes), check sum of the body (4 bytes), body
 *   body:   the time at its beginning (8 bytes), events
 *   event:  kind (1 byte), length of its fields (count), fields
 *
 * A chunk has its own table of strings and names each task before its first event, so it stands alone: a ring
 * of chunks can lose its oldest, and what was cut off or damaged costs one chunk. Kinds that a reader does
 * not know are skipped by their length. Times are whole tenths of a µs since the event before. All numbers of
 * several bytes begin with the lowest one.
 */

export const MAGIC: Uint8Array = new TextEncoder().encode('ACOROREC')
export const MARK: Uint8Array = new TextEncoder().encode('ACHK')
export const FORMAT_VERSION = 1

/** A chunk is ended when it has so many bytes. */
export const CHUNK_BYTES: number = 64 * 1024
/** The most bytes of a chunk, of the header, and of a whole recording that is read. */
export const MOST_CHUNK: number = 256 * 1024
export const MOST_HEADER: number = 16 * 1024
export const MOST_RECORDING: number = 256 * 1024 * 1024
/** The most events that are read; what comes after them is left out, and told. */
export const MOST_EVENTS = 1_000_000

/** Units of time in a ms. */
export const TICKS = 10_000

/** Codes of the kinds of events. A code is never used again for something else. */
export const CODES = {
  string: 1,
  task: 2,
  step: 3,
  wait: 4,
  wake: 5,
  sample: 6,
  blocked: 7,
  lost: 8,
  snapshot: 9,
  note: 10,
  end: 11,
} as const
