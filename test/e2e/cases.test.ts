import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test, { after, before } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { Role } from '../../src/access/roles.ts'
import { sampleFinding, sampleVictim } from '../../src/casework/alerts/finding.sample.ts'
import { openCase } from '../../src/casework/cases/open.ts'
import { sampleRows, sampleWorkbench } from '../../src/server/workbench.sample.ts'
import { openBrowser } from './browser.ts'
import { leave, openPage } from './office.ts'

const roles = [
  'investigator',
  'reporting-officer',
  'protection',
  'analyst',
  'auditor',
  'administrator',
] as const
const wording = 'words that weigh'
const minute = 60_000

let browser: Browser
let workbench: Awaited<ReturnType<typeof sampleWorkbench>>
let url: string
let suspicion: string
let protection: string

before(async () => {
  const rows = sampleRows([
    ['C-a', 'Payee-1', { reference_text: wording }],
    ['C-a', 'Payee-2', { amount: '0.20' }],
  ])
  const findings = [sampleFinding('a'), sampleVictim('v')]
  workbench = await sampleWorkbench({ rows, findings, roles })
  url = await workbench.listen()
  const open = async (role: Role, id: string) => {
    const given = { title: `Case of ${id}`, jurisdiction: 'AU', alert_ids: [id] }
    return (await workbench.deskOf(role).perform(openCase, given)).case_id
  }
  suspicion = await open('investigator', 'a')
  protection = await open('protection', 'v')
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await workbench?.close()
})

/** A window of somebody of this role, whose clock is that of the server. */
async function come(role: Role, path: string) {
  const opened = await openPage(browser, `${url}/icon.svg`)
  const { page } = opened
  const [name, value] = workbench.cookieOf(role)
  await page.context().addCookies([{ name, value, url }])
  await page.clock.install({ time: workbench.office.clock() / 1_000 })
  await page.goto(`${url}${path}`)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  return opened
}
const section = (page: Page, name: string) => page.getByRole('region', { name })
const say = async (page: Page, fields: Readonly<Record<string, string>>, what: string) => {
  const dialog = page.getByRole('dialog')
  for (const [label, value] of Object.entries(fields)) await dialog.getByLabel(label).first().fill(value)
  await dialog.getByRole('button', { name: what, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
}

test('payments are frozen as evidence with sensitive wording covered, and addresses in notes lead nowhere', async () => {
  const opened = await come('investigator', `/cases/${suspicion}`)
  const { page } = opened
  await page.getByRole('button', { name: 'Freeze payments', exact: true }).click()
  await say(page, { 'Ids of payments': 'P-1 P-2' }, 'Freeze')
  const evidence = section(page, 'Evidence')
  await evidence.getByText('✓ verified').nth(1).waitFor()
  await evidence.getByText('AUD 10.20').waitFor()
  assert.doesNotMatch(await page.content(), new RegExp(wording))
  await page.keyboard.press('s')
  await evidence.getByText(wording).waitFor()
  await page.keyboard.press('s')
  await evidence.getByText(wording).waitFor({ state: 'detached' })
  await page.keyboard.press('n')
  await page.keyboard.type('Seen at https://example.org/page')
  await page.getByLabel('Cover it').check()
  await page.getByRole('button', { name: 'Add the note' }).click()
  const notes = section(page, 'Notes')
  await notes.getByRole('button', { name: /^Covered wording, 32 characters/ }).click()
  await notes.getByText('https://example.org/page').waitFor()
  assert.equal(await notes.getByRole('link').count(), 0)
  await page.reload()
  await section(page, 'Timeline').getByText('Payment frozen').nth(1).waitFor()
  assert.doesNotMatch(await page.content(), /example\.org/)
  await leave(opened)
})

test('of two who change the same case the second sees what the first did, and says which stays', async () => {
  const [first, second] = [
    await come('investigator', `/cases/${suspicion}`),
    await come('reporting-officer', `/cases/${suspicion}`),
  ]
  for (const { page } of [first, second]) {
    await page.keyboard.press('e')
    await page.getByRole('dialog').getByLabel('Title').waitFor()
  }
  await say(first.page, { Title: 'The first title' }, 'Save')
  await first.page.getByRole('heading', { level: 1, name: 'The first title' }).waitFor()
  const dialog = second.page.getByRole('dialog')
  await dialog.getByLabel('Title').fill('The second title')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText('Sample investigator changed this case while you did.').waitFor()
  await dialog.getByText('Theirs: The first title').waitFor()
  await dialog.getByLabel('Yours: The second title').check()
  await dialog.getByRole('button', { name: 'Save what is chosen' }).click()
  await second.page.getByRole('heading', { level: 1, name: 'The second title' }).waitFor()
  // The page behind is up to date a moment before the dialog goes, and while it is there, keys are its own.
  await dialog.waitFor({ state: 'hidden' })
  await second.page.keyboard.press('v')
  const titles = dialog.getByRole('row', { name: /^Title/ })
  await titles.waitFor()
  assert.match((await titles.textContent()) ?? '', /Case of a.*The second title/)
  await leave(first)
  await leave(second, /412/)
})

test('a move that rests on an older version shows what changed, and is done on what it is now', async () => {
  const [first, second] = [
    await come('investigator', `/cases/${suspicion}`),
    await come('reporting-officer', `/cases/${suspicion}`),
  ]
  await first.page.keyboard.press('h')
  await second.page.getByRole('button', { name: 'Investigate', exact: true }).click()
  await second.page.getByRole('dialog').getByRole('button', { name: 'Investigate', exact: true }).click()
  await second.page.getByText('Investigating', { exact: true }).first().waitFor()
  const dialog = first.page.getByRole('dialog')
  await dialog.getByLabel('To').selectOption({ label: 'Sample reporting-officer' })
  await dialog.getByLabel('What they should know').fill('The statement is still to come.')
  await dialog.getByRole('button', { name: 'Hand over', exact: true }).click()
  await dialog.getByRole('row', { name: /State Open Investigating/ }).waitFor()
  await dialog.getByRole('button', { name: 'Hand over, on what it is now' }).click()
  await first.page.getByText('Lead: Sample reporting-officer').waitFor()
  await section(first.page, 'Notes').getByText('The statement is still to come.').waitFor()
  await leave(first, /412/)
  await leave(second)
})

test('what one proposes another decides: the author sees that they cannot, and who may not know sees nothing of it', async () => {
  const author = await come('investigator', `/cases/${suspicion}`)
  await section(author.page, 'Suspicion and report').getByRole('button', { name: 'Form a suspicion' }).click()
  await say(author.page, {}, 'Form it')
  await section(author.page, 'Suspicion and report').getByText('Formed, no report yet').waitFor()
  await section(author.page, 'Exits').getByRole('button', { name: 'Propose' }).click()
  await author.page.getByLabel('Police', { exact: false }).first().selectOption('made')
  await say(author.page, { Why: 'The pattern goes on.', 'With whom': 'The unit, reference 7' }, 'Propose')
  await section(author.page, 'Approvals').getByText('another person decides').waitFor()
  assert.equal(await section(author.page, 'Approvals').getByRole('button', { name: 'Approve' }).count(), 0)
  await leave(author)

  const officer = await come('reporting-officer', '/approvals')
  await officer.page.getByRole('button', { name: 'Decline' }).click()
  await say(officer.page, { Reason: 'Police asked us to wait.' }, 'Decline')
  await officer.page.getByText('Nothing waits for a second person.').waitFor()
  await officer.page.getByText('Decided too').click()
  await officer.page.getByText('Police asked us to wait.').waitFor()
  await leave(officer)

  const analyst = await come('analyst', `/cases/${suspicion}`)
  await section(analyst.page, 'Timeline').getByText('Case opened').waitFor()
  for (const name of ['Suspicion and report', 'Approvals', 'Exits', 'Holds', 'Drafts of the report'])
    assert.equal(await section(analyst.page, name).count(), 0, name)
  assert.doesNotMatch(
    (await analyst.page.textContent('main')) ?? '',
    /exit|suspicion clock|suspicion formed|draft|approv/i,
  )
  await leave(analyst)
})

test('a file is kept with the case and saved as it was; what looks like a picture is refused with what to do', async () => {
  const opened = await come('investigator', `/cases/${suspicion}`)
  const { page } = opened
  const files = section(page, 'Files')
  const add = async (name: string, mimeType: string, content: Buffer) => {
    const chooser = page.waitForEvent('filechooser')
    await files.getByRole('button', { name: 'Add a file' }).click()
    await (await chooser).setFiles({ name, mimeType, buffer: content })
  }
  const statement = Buffer.from('A synthetic statement.\n')
  await add('statement.txt', 'text/plain', statement)
  const save = files.getByRole('button', { name: 'Save statement.txt' })
  await save.waitFor()
  const download = page.waitForEvent('download')
  await save.click()
  assert.deepEqual(readFileSync(await (await download).path()), statement)
  await add('scan.txt', 'text/plain', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))
  await files.getByRole('alert').waitFor()
  assert.equal(await files.getByRole('listitem').count(), 1)
  await leave(opened, /4\d\d/)
})

test('a case to protect somebody begins with the care plan, and holds no word of suspicion', async () => {
  const opened = await come('protection', '/cases')
  const { page } = opened
  await page.getByText('To protect').first().click()
  await page.getByRole('link', { name: 'Case of v' }).click()
  const plan = section(page, 'Care plan')
  await plan.getByText('0 of 10 tasks done').waitFor()
  await plan.getByRole('checkbox').first().click()
  await plan.getByText('1 of 10 tasks done').waitFor()
  await page.getByText('Protection clock').waitFor()
  assert.doesNotMatch((await page.textContent('main')) ?? '', /suspic|suspect|offender/i)
  assert.equal(new URL(page.url()).pathname, `/cases/${protection}`)
  await leave(opened)
})

test('whoever looks for long without a pause is quietly reminded, and it counts for them alone', async () => {
  const opened = await come('protection', `/cases/${protection}`)
  const { page } = opened
  await section(page, 'Care plan').waitFor()
  for (let passed = 0; passed < 54; passed += 9) {
    await page.clock.runFor(9 * minute)
    await page.keyboard.press('Shift')
  }
  const reminder = page.getByRole('status').filter({ hasText: 'A pause of a few minutes helps.' })
  await reminder.waitFor()
  await reminder.getByRole('button', { name: 'I have paused' }).click()
  await reminder.waitFor({ state: 'detached' })
  await page.goto(`${url}/care`)
  await page.getByText('1 in all, of the 25').waitFor()
  await leave(opened)
})

test('the auditor verifies the chain and follows one case; the administrator makes a user whose password is shown once', async () => {
  const auditor = await come('auditor', '/audit')
  await auditor.page.getByRole('button', { name: 'Verify the chain' }).click()
  await auditor.page.getByText(/^Whole: all \d+ links/).waitFor()
  await auditor.page
    .getByRole('button', { name: `Case:${protection}` })
    .first()
    .click()
  await auditor.page.getByRole('button', { name: 'Clear' }).waitFor()
  assert.equal(await auditor.page.getByRole('button', { name: `Case:${suspicion}` }).count(), 0)
  await leave(auditor)

  const administrator = await come('administrator', '/administration')
  const { page } = administrator
  await page.getByRole('button', { name: 'Add a user' }).click()
  await page.getByRole('dialog').getByLabel('Analyst').check()
  await say(page, { 'Sign-in name': 'new.analyst', 'Full name': 'Sample New Analyst' }, 'Add')
  await page.getByText('First password of Sample New Analyst').waitFor()
  await page.getByRole('cell', { name: /^Sample New Analyst/ }).waitFor()
  await page.getByRole('button', { name: 'I have noted it' }).click()
  await page.getByText('First password of Sample New Analyst').waitFor({ state: 'detached' })
  await leave(administrator)
})
