import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { approvedPlace } from '../../../src/typology/approved.ts'
import { lapwing, objects } from '../lapwing.ts'
import { leave, type Opened } from '../office.ts'
import { lookAt, narrowDown } from './lookAt.ts'
import { come, office, passphraseFile } from './served.ts'

const card = 'sextortion-victim'
const textPage = `/typologies/${card}/text`

/** The whole of a page, which scrolls within the shell, in both colours and in narrow windows. */
async function look(opened: Opened, name: string): Promise<void> {
  await opened.page.setViewportSize({ width: 1440, height: 2300 })
  await lookAt(opened.page, name)
  await opened.page.setViewportSize({ width: 1440, height: 900 })
  await narrowDown(opened.page, name)
}

test('a scientist drafts, back-tests and asks; a validator sees the change and approves; detection uses it', async () => {
  const scientist = await come('scientist', textPage)
  const { page } = scientist
  const area = page.getByRole('textbox', { name: `Text of ${card}` })
  const text = await area.inputValue()
  await area.fill(text.replace(/quiet_days: \d+/, 'quiet_days: 7').replace('_age < 25', '_age < 18'))
  await page.getByText(/^No problem, \d+ changed lines/).waitFor()
  await page.getByText('There is no draft to back-test.').waitFor()
  await page.getByRole('button', { name: 'Save the draft' }).click()
  await page.getByText('Draft saved by Example Data Scientist').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Ask for approval' }).isDisabled(), true)
  // Continued later, on another machine.
  await page.reload()
  assert.match(await area.inputValue(), /quiet_days: 7\n/)
  await page.getByRole('button', { name: 'Back-test the draft' }).click()
  await page.getByText(/on exactly this text/).waitFor({ timeout: 120_000 })
  await page.getByText(/with another rank$/).waitFor()
  await page.getByRole('rowheader', { name: 'sextortion victim' }).waitFor()
  await page.getByRole('row', { name: /^18 to 24 / }).waitFor()
  await look(scientist, 'own-card-draft')
  await page.getByRole('button', { name: 'Ask for approval' }).click()
  await page
    .getByRole('textbox', { name: 'Why this change' })
    .fill('Episodes of this pattern end within a week.')
  await page.getByRole('dialog').getByRole('button', { name: 'Ask for approval' }).click()
  await page.getByText('Asked by Example Data Scientist').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Save the draft' }).isDisabled(), true)
  await page.getByRole('link', { name: 'See the change' }).click()
  await page.getByText('A validator decides on this.').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Approve' }).count(), 0)
  await leave(scientist)

  const validator = await come('validator', '/typologies')
  await validator.page.getByText('Waits for approval').waitFor()
  await look(validator, 'own-card-catalogue')
  await validator.page.getByRole('link', { name: 'Approvals' }).click()
  await validator.page.getByRole('link', { name: 'See the change' }).click()
  await validator.page.getByText('Episodes of this pattern end within a week.').waitFor()
  await validator.page.getByText('+ quiet_days: 7').waitFor()
  await validator.page.getByText(/^Ran by Example Data Scientist/).waitFor()
  await look(validator, 'own-card-change')
  await validator.page.getByRole('button', { name: 'Approve' }).click()
  await validator.page.getByLabel(/^Reason/).fill('Looked at what is lost.')
  await validator.page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
  await validator.page.getByText(/own version, written by Example Data Scientist/).waitFor()
  await leave(validator)

  await until(() => existsSync(approvedPlace(office.data)))
  assert.doesNotMatch(readFileSync(approvedPlace(office.data), 'latin1'), /quiet_days|sextortion/)
  const closed = await lapwing(['calibrate', '--data', office.data])
  assert.match(closed.err, /there is no passphrase to open it/)
  const before = objects(readFileSync(join(office.data, 'alerts.jsonl'), 'utf8'))
  const opening = ['--data', office.data, '--passphrase-file', passphraseFile()]
  const learnt = await lapwing(['calibrate', '--budget', '20', ...opening])
  assert.equal(learnt.code, 0, learnt.err)
  const found = await lapwing(['detect', '--json', ...opening])
  assert.match(
    found.err,
    /Own version of sextortion-victim \(own-cards 1\.0\.1\) in place of the one of reference/,
  )
  const alerts = objects(found.out).filter(alert => alert.card === card)
  assert.ok(alerts.length > 0, 'the own version finds something')
  assert.ok(alerts.every(({ pack }) => pack === 'own-cards'))

  // The alert in the queue, which keeps its id, says so too.
  const known = before.find(
    each => each.card === card && alerts.some(own => own.subject_id === each.subject_id),
  )
  const analyst = await come('analyst', `/alerts/${known!.alert_id}`)
  const said = analyst.page.getByText(/own version, in place of the one that reference/)
  for (let tries = 0; tries < 20 && !(await said.isVisible()); tries++) {
    await analyst.page.reload()
    await analyst.page.getByRole('heading', { name: 'Published sources' }).waitFor()
  }
  await said.waitFor()
  await leave(analyst)
})

test('an own version is taken out of use the same way', async () => {
  const { page, ...scientist } = await come('scientist', textPage)
  await page.getByRole('button', { name: 'Draft a return to the published text' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Draft a return' }).click()
  await page.getByText('This draft goes back to the published text.').waitFor()
  await page.getByRole('button', { name: 'Back-test the draft' }).click()
  await page.getByText(/on exactly this text/).waitFor({ timeout: 120_000 })
  await page.getByRole('button', { name: 'Ask for approval' }).click()
  await page.getByRole('textbox', { name: 'Why this change' }).fill('It lost too much.')
  await page.getByRole('dialog').getByRole('button', { name: 'Ask for approval' }).click()
  await page.getByText('Asked by Example Data Scientist').waitFor()
  await leave({ page, ...scientist })
  const validator = await come('validator', `/typologies/${card}/change`)
  await validator.page.getByText('Detection would use the published text again.').waitFor()
  await validator.page.getByRole('button', { name: 'Approve' }).click()
  await validator.page.getByLabel(/^Reason/).fill('Agreed.')
  await validator.page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
  await validator.page.getByText('Detection uses the published text.').waitFor()
  await leave(validator)
  await until(() => !existsSync(approvedPlace(office.data)))
})

test('two who save at once: the second sees what differs from the first, and loses nothing', async () => {
  const path = '/typologies/traveller/text'
  const [one, other] = [await come('scientist', path), await come('scientist', path)]
  const areaOf = (page: Page) => page.getByRole('textbox', { name: 'Text of traveller' })
  const change = async (page: Page, days: number) =>
    areaOf(page).fill((await areaOf(page).inputValue()).replace(/quiet_days: \d+/, `quiet_days: ${days}`))
  await change(one.page, 5)
  await change(other.page, 6)
  await one.page.getByRole('button', { name: 'Save the draft' }).click()
  await one.page.getByText('Draft saved by Example Data Scientist').waitFor()
  await other.page.getByRole('button', { name: 'Save the draft' }).click()
  await other.page.getByText('A colleague saved this draft meanwhile.').waitFor()
  await other.page.getByText('- quiet_days: 5').waitFor()
  await other.page.getByText('+ quiet_days: 6').waitFor()
  await other.page.getByRole('button', { name: 'Save the draft' }).click()
  await other.page.getByText('Saved.').waitFor()
  await one.page.getByRole('button', { name: 'Throw the draft away' }).click()
  await one.page.getByRole('dialog').getByRole('button', { name: 'Throw the draft away' }).click()
  await one.page.getByText(/Someone else changed this meanwhile/).waitFor()
  await leave(one, /412/)
  await leave(other, /412/)
})

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    assert.ok(tries < 300)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}
