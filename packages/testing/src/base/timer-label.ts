/** What a timer of a network in memory stands for, in words: reports show it. */

import { ContextVar } from '@acoro/core'

export const timerLabel: ContextVar<string> = new ContextVar<string>('timerLabel')
