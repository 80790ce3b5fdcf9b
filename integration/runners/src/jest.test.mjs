import { it, virtual } from '@acoro/testing/jest'
import { cases, concurrent, each, failing } from './cases.mjs'

cases(it, virtual, globalThis.test)
each(it)
failing(it.failing)
concurrent(it.concurrent)
