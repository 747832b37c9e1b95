// Runs in the page. Lists texts whose contrast with their ground is under 4.5 to 1 (WCAG 2.2, 1.4.3).
;(function faintTexts() {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const rgb = colour => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    return canvas.getImageData(0, 0, 1, 1).data
  }
  const light = colour => {
    const linear = [...colour.slice(0, 3)].map(each => {
      const part = each / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }
  const groundOf = start => {
    for (let element = start; element !== null; element = element.parentElement) {
      const ground = rgb(getComputedStyle(element).backgroundColor)
      if (ground[3] === 255) return ground
    }
    return rgb('white')
  }
  const faint = []
  for (const element of document.querySelectorAll('body *')) {
    const text = [...element.childNodes]
      .filter(node => node.nodeType === 3)
      .map(node => node.textContent?.trim())
    if (text.join('') === '' || element.getClientRects().length === 0) continue
    const style = getComputedStyle(element)
    const ink = rgb(element.namespaceURI?.endsWith('svg') ? style.fill : style.color)
    const [one, other] = [light(ink), light(groundOf(element))].sort((first, second) => second - first)
    const contrast = (one + 0.05) / (other + 0.05)
    if (contrast < 4.5) faint.push(`${contrast.toFixed(2)}: ${text.join(' ').slice(0, 40)}`)
  }
  return faint
})()
