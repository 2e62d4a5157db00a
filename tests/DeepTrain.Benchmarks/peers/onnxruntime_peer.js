// The predictions in ONNX Runtime, for a comparison in turn.
//
// Reads one workload a line as JSON, {"key", "pass", "rows", "seconds"}, and answers with one line, {"us"}: the median. The
// networks are the files that torch_peer.py --export wrote.
//
//     node onnxruntime_peer.js FOLDER [THREADS]

const path = require('node:path');
const readline = require('node:readline');
const ort = require('onnxruntime-node');

const [folder, threads] = process.argv.slice(2);
const sampleNanoseconds = 200_000;
const fewestSamples = 9;

async function answer(workload) {
  const session = await ort.InferenceSession.create(path.join(folder, `${workload.key}.onnx`), {
    intraOpNumThreads: Number(threads ?? 1),
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
  });
  const features = await inputSize(session);
  const data = Float32Array.from({ length: workload.rows * features }, () => 2 * Math.random() - 1);
  const x = new ort.Tensor('float32', data, [workload.rows, features]);
  const isChained = workload.pass === 'PredictChained';
  const run = async () => {
    const { y } = await session.run({ x });
    if (isChained) data[0] = y.data[0];
  };
  const us = await median(run, workload.seconds);
  await session.release();
  return { us };
}

// Not every version tells the shapes of a model; a wrong guess tells it in its error.
async function inputSize(session) {
  const shape = session.inputMetadata?.[0]?.shape;
  if (shape) return Number(shape[shape.length - 1]);
  try {
    await session.run({ x: new ort.Tensor('float32', new Float32Array(1), [1, 1]) });
    return 1;
  } catch (error) {
    return Number(/Expected: (\d+)/.exec(error.message)[1]);
  }
}

async function median(run, seconds) {
  let times = 0;
  const start = process.hrtime.bigint();
  const elapsed = () => Number(process.hrtime.bigint() - start) / 1e9;
  while (times === 0 || elapsed() < seconds / 4) {
    await run();
    times++;
  }
  const repeats = Math.max(1, Math.floor(sampleNanoseconds / (1e9 * elapsed() / times)));
  const samples = [];
  const end = elapsed() + seconds;
  while (samples.length < fewestSamples || elapsed() < end) {
    const begin = process.hrtime.bigint();
    for (let i = 0; i < repeats; i++) await run();
    samples.push(Number(process.hrtime.bigint() - begin) / repeats / 1000);
  }
  samples.sort((a, b) => a - b);
  return samples[samples.length >> 1];
}

async function main() {
  const { version } = require('onnxruntime-node/package.json');
  console.log(JSON.stringify({ ready: `ONNX Runtime ${version}` }));
  for await (const line of readline.createInterface({ input: process.stdin })) {
    try {
      console.log(JSON.stringify(await answer(JSON.parse(line))));
    } catch (error) {
      console.log(JSON.stringify({ error: error.message }));
    }
  }
}

main();
