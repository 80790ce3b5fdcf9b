import { fileURLToPath } from 'node:url'
import { compare } from '../harness/compared.ts'
import { breaker } from './breaker.ts'
import { flights } from './flights.ts'
import { jobs } from './jobs.ts'
import { pools } from './pools.ts'
import { retries } from './retries.ts'

await compare(fileURLToPath(import.meta.url), [...retries, ...pools, ...flights, ...jobs, breaker])
