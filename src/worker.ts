import { runScanJob } from "./files/runScanJob";

runScanJob();
