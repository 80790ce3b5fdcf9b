#!/usr/bin/env node
import { acoroCommand } from '@acoro/console/command'

process.exitCode = await acoroCommand(process.argv.slice(2))
