import { textsUnder } from '../support/folders.js';
import { openTexts } from '../support/sms.js';
describe('speed', () => {
  it('x', async function () {
    this.timeout(300000);
    const texts = new Map(textsUnder('samples/harbour'));
    const check = await openTexts(texts);
    let t = process.cpuUsage();
    const lap = (l: string) => { const u = process.cpuUsage(t); t = process.cpuUsage(); console.log(l, (u.user + u.system) / 1000); };
    const base = await check(new Map());
    lap('base'); console.log(base.findings.length, base.accepted.length);
    const files = [...texts.keys()].filter(f => /\.yaml$/.test(f) && f !== 'sms.yaml');
    let n = 0;
    const hist: Record<string, number> = {};
    for (const file of files.filter((_, i) => i % 4 === 0)) {
      const text = (texts.get(file) ?? '').replace(/^title: (.*)$/m, 'title: $1 reworded');
      const r = await check(new Map([[file, text]]));
      n++;
      for (const f of r.findings) { const k = `${f.rule} ${f.message} ${f.grade}`; hist[k] = (hist[k] ?? 0) + 1; }
      if (n % 10 === 0) lap(`${n} ${file}`);
    }
    console.log(hist);
  });
});
