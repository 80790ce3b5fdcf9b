import { InlineExecutor } from '@acoro/core'
import { ThreadPoolExecutor } from '@acoro/executors'
import { executorSuite } from './executor-suite.ts'

executorSuite('the inline executor', (loop) => new InlineExecutor(loop))
executorSuite('a pool of one worker', () => new ThreadPoolExecutor({ maxWorkers: 1 }))
