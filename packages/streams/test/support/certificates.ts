// Certificates for tests, made by fixtures/make.sh.

import { readFileSync } from 'node:fs'

const read = (name: string): string => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')

export const ca: string = read('ca.pem')
export const serverTls = { key: read('server-key.pem'), cert: read('server.pem') }
export const clientTls = { key: read('client-key.pem'), cert: read('client.pem') }
