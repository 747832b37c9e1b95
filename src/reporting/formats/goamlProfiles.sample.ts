/** Profiles of codes for the editions that tests read; how an FIU would have them used is its to say. */

const common = `
constants:
  transaction: { transmode_comment: E, transaction_location: Online }
  person: { tax_reg_number: "N" }
  account: { non_bank_institution: "false", beneficiary: Holder }
`

export const uaeProfile = `
jurisdiction: AE
report: STR
transmode: { otherwise: ELCFT, card: CCD, wallet: DAWLT, cash: ATM }
funds: { otherwise: ELCFT, cash: CASH, card: CRTCR, crypto: CRPTC }
account_type: { otherwise: C, wallet: FDWLT, crypto: CRYWT }
account_status: A
account_role: PAH
contact_type: PRIVT
communication_type: M
identification: { otherwise: GOVDC, passport: PASSP, driving_licence: DRIVL, national_id: EID }
gender: { female: F, male: M, unknown: "-" }
indicators: [CSAM1]
${common}`

export const sriLankaProfile = `
jurisdiction: LK
report: STR
transmode: { otherwise: INTR, card: POS, cash: BRCH }
funds: { otherwise: ELEC, cash: CASH, card: CRDT }
account_type: { otherwise: CRNT, savings: SAVG, wallet: ELCW, crypto: DIGW }
account_status: ACTV
account_role: ACHLD
contact_type: PRVT
communication_type: MOPH
identification: { otherwise: OTH, passport: PPT, driving_licence: DL, national_id: NIC }
gender: { female: F, male: M, unknown: "-" }
indicators: [STR]
constants:
  entity: { incorporation_legal_form: OTH }
`

export const sriLankaSecondProfile = sriLankaProfile
  .replace('savings: SAVG', 'savings: CRNT')
  .replace('indicators: [STR]', 'indicators: [A1]')

/** An edition whose codes are letters without a meaning in the file. */
export const edition501Profile = `
jurisdiction: XK
report: STR
transmode: { otherwise: A }
funds: { otherwise: A }
account_type: { otherwise: A }
account_status: A
account_role: A
contact_type: "1"
communication_type: M
identification: { otherwise: A }
gender: { female: F, male: M, unknown: "-" }
indicators: ["-"]
constants:
  transaction: { transaction_location: Online }
`
