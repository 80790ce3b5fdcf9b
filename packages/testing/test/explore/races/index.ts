import { answers } from './answers.ts'
import { checks } from './checks.ts'
import { lives } from './lives.ts'
import type { Race } from './race.ts'
import { updates } from './updates.ts'

/** The 36 races. */
export const races: readonly Race[] = [...answers, ...updates, ...checks, ...lives]
