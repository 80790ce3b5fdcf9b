import { InlineExecutor } from '@acoro/core'
import { ProcessPoolExecutor, ThreadPoolExecutor } from '@acoro/executors'
import { vi } from 'vitest'
import { executorSuite } from './executor-suite.ts'

// Workers take a while to start on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

executorSuite('the inline executor', (loop) => new InlineExecutor(loop))
executorSuite('a pool of one worker', () => new ThreadPoolExecutor({ maxWorkers: 1 }))
executorSuite('a pool of one process', () => new ProcessPoolExecutor({ maxWorkers: 1 }))
