// The rows of behaviour that acoro has to meet, and what meets a row that no pair of programs covers.
//
// Section 1 is what the notes acoro began from name, section 2 is asyncio's public interface. row-ids.json
// lists them all, so that none can be lost. A program names its rows in its header. What cannot be a program
// (it needs another process's memory, a certificate, a collected object) names the tests that hold it, or
// says why acoro does otherwise.

import { around } from './rows/around.ts'
import { began } from './rows/began.ts'
import { futures } from './rows/futures.ts'
import { loop } from './rows/loop.ts'
import type { Row } from './rows/row.ts'
import { streams } from './rows/streams.ts'
import { sync } from './rows/sync.ts'

export type { Row } from './rows/row.ts'

export const rows: readonly Row[] = [...began, ...loop, ...futures, ...sync, ...streams, ...around]
