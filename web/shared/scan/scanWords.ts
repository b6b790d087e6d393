// Why a scanned label or a camera cannot be read, in words.
import { catalogue } from '../i18n/words.ts'

export const scanWords = catalogue({
  sink: ['可直接扫码', 'Ready to scan'],
  NO_READER: ['这个浏览器不能用相机识码。请用扫码枪、手持机，或手输。', 'This browser reads no codes by camera: use a scanner or a handheld, or type.'],
  INSECURE: ['相机只在 HTTPS 下可用。请用扫码枪或手输，或请管理员启用 HTTPS。', 'The camera works over HTTPS only: use a scanner or type, or ask an administrator for HTTPS.'],
  NO_CAMERA: ['没有找到可用的相机。请用扫码枪，或手输。', 'No camera was found: use a scanner, or type.'],
  DENIED: ['相机未获允许。请在浏览器设置中允许本站使用相机，或手输。', 'The camera is not allowed: allow it for this site in the browser’s settings, or type.'],
  GS1_CODE: ['这不是可识别的商品标签，请重扫或改用手输。', 'This is no label that can be read: scan it again, or type.'],
  GS1_AI: ['标签中有无法识别的标识符，请改用手输。', 'The label holds an identifier that is not known here: type what it says.'],
  GS1_LENGTH: ['标签内容长度不对，可能未扫全，请重扫。', 'A part of the label has the wrong length; it may not have been read whole: scan it again.'],
  GS1_CHARACTER: ['标签中有不该出现的字符，请重扫。', 'The label holds a character that may not stand there: scan it again.'],
  GS1_DATE: ['标签上的日期不存在，请核对实物后手输。', 'The date on the label does not exist: look at the goods, and type it.'],
  GS1_CHECK_DIGIT: ['校验位不符，可能误读，请重扫。', 'The check digit is wrong: scan it again.'],
  GS1_CONFLICT: ['标签内容前后矛盾，请核对实物后手输。', 'The label contradicts itself: look at the goods, and type.'],
})
