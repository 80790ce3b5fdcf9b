/** Where the worker thread begins. */

import { parentPort, workerData } from 'node:worker_threads'
import type { StartData } from '../link/start.ts'
import { startServer } from './start-server.ts'

await startServer(parentPort!, workerData as StartData)
