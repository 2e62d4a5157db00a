using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace DeepTrain.Training.Tests.Fitting;

/// <summary>What is logged is read back, by parsers that know nothing of the writers.</summary>
public sealed class LogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_csv_log_has_a_line_for_each_epoch()
    {
        string path = Path.Combine(_folder.Path, "new", "log.csv");
        FitResult run = Trainer.Fit(new Classifier(1), Rows.Labelled(40), new FitOptions
        {
            Epochs = 4, Validation = Rows.Labelled(20, 2), Metrics = [Metrics.Accuracy, new Named("a \"name\", so to say")],
            Loggers = [new CsvLog(path)],
        });

        string[] lines = File.ReadAllLines(path);
        Assert.Equal(
            "epoch,steps,rows,training_loss,training_loss_in_inference,validation_loss,penalty,learning_rate,seconds,accuracy,"
            + "\"a \"\"name\"\", so to say\"", lines[0]);
        Assert.Equal(5, lines.Length);
        for (int epoch = 0; epoch < 4; epoch++)
        {
            string[] cells = lines[epoch + 1].Split(',');
            Assert.Equal((epoch + 1).ToString(CultureInfo.InvariantCulture), cells[0]);
            Assert.Equal(run.History[epoch].TrainingLoss, double.Parse(cells[3], CultureInfo.InvariantCulture));
            Assert.Equal("", cells[4]);
            Assert.Equal(run.History[epoch].ValidationLoss, double.Parse(cells[5], CultureInfo.InvariantCulture));
            Assert.Equal(run.History[epoch].Metrics[0], double.Parse(cells[9], CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    public void A_resumed_csv_log_has_each_epoch_once(int failsAfter)
    {
        string path = Path.Combine(_folder.Path, "log.csv");
        FitOptions options = new()
        {
            Epochs = 4, BatchSize = 16, Checkpoint = new(_folder.Path) { Every = TimeSpan.Zero }, Loggers = [new CsvLog(path)],
        };
        int batches = 0;
        Assert.Throws<TimeoutException>(() => Trainer.Fit(new Classifier(1), Rows.Labelled(64), options with
        {
            Callbacks = [new CallbackOf { Batch = (_, _) => _ = ++batches == failsAfter ? throw new TimeoutException() : 0 }],
        }));
        File.AppendAllText(path, "4,torn");
        Trainer.Fit(new Classifier(1), Rows.Labelled(64), options);

        Assert.Equal(["epoch", "1", "2", "3", "4"], File.ReadAllLines(path).Select(line => line.Split(',')[0]));
    }

    [Fact]
    public void A_cancelled_epoch_is_logged_too()
    {
        string path = Path.Combine(_folder.Path, "log.csv");
        Trainer.Fit(new Classifier(1), Rows.Labelled(64), new FitOptions
        {
            BatchSize = 16, Loggers = [new CsvLog(path)],
            Callbacks = [new CallbackOf { Batch = (context, _) =>
            {
                if (context.Step == 6)
                    context.RequestStop();
            } }],
        });
        Assert.Equal(["rows", "64", "32"], File.ReadAllLines(path).Select(line => line.Split(',')[2]));
    }

    [Fact]
    public void Event_files_hold_what_the_history_does()
    {
        FitOptions options = new()
        {
            Epochs = 3, BatchSize = 16, EvaluateTraining = true, Validation = Rows.Labelled(20, 2), Metrics = [Metrics.Accuracy],
            Loggers = [new TensorBoardLog(Path.Combine(_folder.Path, "tb"))], Checkpoint = new(_folder.Path),
        };
        FitResult run = Trainer.Fit(new Classifier(1), Rows.Labelled(64), options);
        FitResult longer = Trainer.Fit(new Classifier(1), Rows.Labelled(64), options with { Epochs = 5 });

        string[] files = [.. Directory.GetFiles(Path.Combine(_folder.Path, "tb")).Order(StringComparer.Ordinal)];
        Assert.Equal(2, files.Length);
        Assert.All(files, file => Assert.Contains("tfevents", file, StringComparison.Ordinal));
        List<EventMessage> first = ReadEvents(files[0]), second = ReadEvents(files[1]);
        Assert.Equal("brain.Event:2", first[0].FileVersion);
        Assert.Equal("brain.Event:2", second[0].FileVersion);
        Assert.Equal([1, 2, 3], first.Skip(1).Select(one => one.Step));
        Assert.Equal((4L, 1L), (second[1].Step, second[1].SessionStatus)); // START: what was written of step 4 and later is void
        Assert.Equal([4, 5], second.Skip(2).Select(one => one.Step));
        foreach ((EventMessage written, EpochRecord epoch) in first.Skip(1).Concat(second.Skip(2)).Zip(longer.History))
        {
            Assert.InRange(written.WallTime, 1.7e9, 1e10);
            Assert.Equal(
                [
                    ("loss/training", (float)epoch.TrainingLoss), ("loss/training_in_inference", (float)epoch.TrainingLossInInference!.Value),
                    ("loss/validation", (float)epoch.ValidationLoss!.Value), ("learning_rate", epoch.LearningRate),
                    ("metrics/accuracy", (float)epoch.Metrics[0]),
                ],
                written.Scalars);
        }
        Assert.Equal(3, run.History.Count);
    }

    private sealed record EventMessage(double WallTime, long Step, string? FileVersion, long SessionStatus, List<(string, float)> Scalars);

    // TFRecord: https://www.tensorflow.org/tutorials/load_data/tfrecord
    private static List<EventMessage> ReadEvents(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        var events = new List<EventMessage>();
        for (int at = 0; at < file.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(Masked(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            byte[] data = file[(at + 12)..(at + 12 + length)];
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            at += 16 + length;
            events.Add(ReadEvent(data));
        }
        return events;
    }

    private static EventMessage ReadEvent(byte[] data)
    {
        List<(int Field, ulong Number, byte[] Bytes)> fields = Fields(data);
        var scalars = new List<(string, float)>();
        foreach ((_, _, byte[] summary) in fields.Where(field => field.Field == 5))
        {
            foreach ((_, _, byte[] value) in Fields(summary).Where(field => field.Field == 1))
            {
                List<(int Field, ulong Number, byte[] Bytes)> parts = Fields(value);
                scalars.Add((
                    Encoding.UTF8.GetString(parts.Single(part => part.Field == 1).Bytes),
                    BitConverter.UInt32BitsToSingle((uint)parts.Single(part => part.Field == 2).Number)));
            }
        }
        byte[]? version = fields.SingleOrDefault(field => field.Field == 3).Bytes, session = fields.SingleOrDefault(field => field.Field == 7).Bytes;
        return new EventMessage(
            BitConverter.UInt64BitsToDouble(fields.Single(field => field.Field == 1).Number),
            (long)fields.SingleOrDefault(field => field.Field == 2).Number, version == null ? null : Encoding.UTF8.GetString(version),
            session == null ? 0 : (long)Fields(session).Single(field => field.Field == 1).Number, scalars);
    }

    // the wire format of protocol buffers
    private static List<(int Field, ulong Number, byte[] Bytes)> Fields(byte[] data)
    {
        var fields = new List<(int, ulong, byte[])>();
        for (int at = 0; at < data.Length;)
        {
            ulong key = Varint();
            switch (key & 7)
            {
                case 0:
                    fields.Add(((int)(key >> 3), Varint(), []));
                    break;
                case 1:
                    fields.Add(((int)(key >> 3), BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(at)), []));
                    at += 8;
                    break;
                case 2:
                    int length = (int)Varint();
                    fields.Add(((int)(key >> 3), 0, data[at..(at + length)]));
                    at += length;
                    break;
                case 5:
                    fields.Add(((int)(key >> 3), BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at)), []));
                    at += 4;
                    break;
                default:
                    Assert.Fail($"wire type {key & 7}");
                    break;
            }

            ulong Varint()
            {
                ulong value = 0;
                for (int shift = 0; ; shift += 7)
                {
                    byte next = data[at++];
                    value |= (ulong)(next & 127) << shift;
                    if (next < 128)
                        return value;
                }
            }
        }
        return fields;
    }

    // CRC-32C bit by bit
    private static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte next in data)
        {
            crc ^= next;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }
        crc = ~crc;
        return unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8);
    }

    private sealed class Named(string name) : Metric
    {
        public override string Name => name;

        public override bool HigherIsBetter => true;

        public override MetricSum Begin(NetworkDescription network) => Metrics.Accuracy.Begin(network);
    }
}
