import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Starts the browser of this machine. Fails with what to do when there is none. */
export async function openBrowser(): Promise<Browser> {
  const places = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', ownPath()]
  const executablePath = places.find(place => place !== undefined && existsSync(place))
  if (executablePath === undefined) {
    throw new Error(
      'No Chromium found. Install one ("apt-get install chromium" or "npx playwright-core install chromium"), ' +
        'or name it in CHROMIUM_PATH.',
    )
  }
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking']
  return chromium.launch({ executablePath, args })
}

function ownPath(): string | undefined {
  try {
    return chromium.executablePath()
  } catch {
    return undefined
  }
}
