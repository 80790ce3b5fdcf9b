// Prints what is reported on each shape, with types, and the version of TypeScript they come from.

import ts from 'typescript'
import { reportsOn } from './reports-on.ts'
import { notReported, reported } from './shapes.ts'

const all = [...reported, ...notReported].map((shape) => reportsOn(shape, 'typed'))
console.log(JSON.stringify({ version: ts.version, all }))
