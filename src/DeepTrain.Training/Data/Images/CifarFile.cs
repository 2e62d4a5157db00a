namespace DeepTrain;

/// <summary>
/// The binary files of CIFAR-10 and CIFAR-100: a label, or a coarse and a fine one, then 32 x 32 pixels of red, of green and of blue, a
/// byte each.
/// </summary>
internal sealed class CifarFile
{
    public const int Size = 32, Channels = 3;

    private const int Pixels = Channels * Size * Size;

    private readonly string _name;
    private readonly int _labelBytes;
    private readonly int _label;

    private CifarFile(string name, int labelBytes, int label, string classes)
    {
        (_name, _labelBytes, _label) = (name, labelBytes, label);
        Classes = classes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    public static CifarFile Ten { get; } = new("CIFAR-10", 1, 0, "airplane automobile bird cat deer dog frog horse ship truck");

    public static CifarFile Fine { get; } = new("CIFAR-100", 2, 1,
        "apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel can castle caterpillar "
        + "cattle chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest fox girl "
        + "hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man maple_tree motorcycle mountain mouse mushroom "
        + "oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree plain plate poppy porcupine possum rabbit raccoon ray road "
        + "rocket rose sea seal shark shrew skunk skyscraper snail snake spider squirrel streetcar sunflower sweet_pepper table tank "
        + "telephone television tiger tractor train trout tulip turtle wardrobe whale willow_tree wolf woman worm");

    public static CifarFile Coarse { get; } = new("CIFAR-100", 2, 0,
        "aquatic_mammals fish flowers food_containers fruit_and_vegetables household_electrical_devices household_furniture insects "
        + "large_carnivores large_man-made_outdoor_things large_natural_outdoor_scenes large_omnivores_and_herbivores medium_mammals "
        + "non-insect_invertebrates people reptiles small_mammals trees vehicles_1 vehicles_2");

    /// <summary>In the order of their labels.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Appends a file's images.</summary>
    /// <exception cref="InvalidDataException">It is empty, ends within an image, or a label has no class.</exception>
    public void Read(string path, FloatRows pixels, List<int> labels)
    {
        using Stream stream = DataFile.Open(path);
        byte[] record = new byte[_labelBytes + Pixels];
        for (int image = 0; ; image++)
        {
            int count = stream.ReadAtLeast(record, record.Length, throwOnEndOfStream: false);
            if (count == 0 && image > 0)
                return;
            if (count < record.Length)
            {
                throw new InvalidDataException(
                    $"{path}: expected images of {record.Length} bytes, as {_name} has; image {image} has {count}.");
            }
            if (record[_label] >= Classes.Count)
            {
                throw new InvalidDataException(
                    $"{path}: expected labels from 0 to {Classes.Count - 1}, as {_name} has; that of image {image} is "
                    + $"{record[_label]}.");
            }
            labels.Add(record[_label]);
            Span<float> row = pixels.Append(Pixels);
            for (int next = 0; next < Pixels; next++)
                row[next] = record[_labelBytes + next] / 255f;
        }
    }
}
