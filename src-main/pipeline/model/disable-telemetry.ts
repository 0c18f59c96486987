// ONNX Runtime (from 1.30) queues usage events on the disk and sends them to its makers unless told not to. Nothing
// leaves this machine: the library reads the variable when it is loaded, so this must be imported before it. A worker
// thread has only a copy of the environment; whoever starts one imports this too.
process.env['ORT_DISABLE_TELEMETRY'] = '1';
