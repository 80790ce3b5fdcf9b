#!/usr/bin/env node
import { workerCommand } from '@acoro/distributed/command'

process.exitCode = await workerCommand(process.argv.slice(2))
