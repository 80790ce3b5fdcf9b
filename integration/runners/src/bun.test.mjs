import { test } from 'bun:test'
import { it, virtual } from '@acoro/testing/bun'
import { cases, concurrent, each, failing } from './cases.mjs'

cases(it, virtual, test)
each(it)
failing(it.failing)
concurrent(it.concurrent)
