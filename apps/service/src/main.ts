import { serviceMain } from '@acoro/service'
import { briefingService } from './briefing-service.ts'
import { settingsFrom } from './settings.ts'

await serviceMain(briefingService(settingsFrom(process.env)))
