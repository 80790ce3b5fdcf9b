// The protocol: what a viewer asks, and what it gets

export type { Answer, Ask, AskName, Asks } from './protocol/asks.ts'
export type { State } from './protocol/state.ts'
