/**
 * Types of higher floors that lower floors pass on without looking inside.
 *
 * `future.getLoop()` returns an EventLoop, and a hook receives a Task. But a lower floor may not import the
 * files above it. So the file that owns such a type enters it here (`declare module`), and lower floors take
 * it from here. A lower floor declares the parts of a loop that it touches in LoopParts.
 */

// biome-ignore lint/suspicious/noEmptyInterface: each floor enters its own types.
export interface Above {}

/** The class EventLoop. */
export type EventLoop = Above['loop']

/** The class Task, with any result type. */
export type AnyTask = Above['task']
/** Task as signatures write it. */
export type Task<_T = unknown> = AnyTask

/** The class Timeout. */
export type Timeout = Above['timeout']

/** The parts that each floor keeps on a loop. EventLoop has them all. */
// biome-ignore lint/suspicious/noEmptyInterface: each floor enters its own parts.
export interface LoopParts {}
