/**
 * Types of higher floors that lower ones pass on without looking inside.
 *
 * `future.getLoop()` returns an EventLoop, and a hook is given a Task, but a lower floor may not name the files above it.
 * So the file that owns such a type enters it here (`declare module`), and lower floors take it from here. What a lower
 * floor touches of a loop it declares itself, in LoopParts.
 */

// biome-ignore lint/suspicious/noEmptyInterface: each floor enters its own types.
export interface Above {}

/** The class EventLoop. */
export type EventLoop = Above['loop']

/** The class Task, of whichever result. */
export type AnyTask = Above['task']
/** As it is written in signatures. */
export type Task<_T = unknown> = AnyTask

/** The class Timeout. */
export type Timeout = Above['timeout']

/** What the floors keep on a loop, each its own part. EventLoop has them all. */
// biome-ignore lint/suspicious/noEmptyInterface: each floor enters its own parts.
export interface LoopParts {}
