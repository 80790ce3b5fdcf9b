// Jobs whose messages are signed, encrypted, and stored when they are large; for workers of their own
// processes, too.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asyncGenerator, emit } from '@acoro/core'
import { aes, defineJobs, hmac } from '@acoro/distributed'

/** The folder that all processes share. */
export const FOLDER = 'ACORO_TEST_STORE'

const SECRET = 'a secret of at least 16 bytes'

export const secretJobs = defineJobs(
  {
    echo: (value: unknown) => value,
    fail(text: string): never {
      throw new RangeError(text)
    },
    parts: asyncGenerator(function* parts(texts: string[]) {
      for (const text of texts) yield* emit(text)
    }),
  },
  {
    sign: hmac(SECRET),
    encrypt: aes(SECRET),
    storeFrom: 10_000,
    store: {
      put: async (key, bytes) => writeFileSync(join(process.env[FOLDER] ?? '', key), bytes),
      get: async (key) => readFileSync(join(process.env[FOLDER] ?? '', key)),
    },
  },
)
